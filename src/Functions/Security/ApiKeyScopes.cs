namespace Dfm.Functions.Security;

public static class ApiKeyScopes
{
    /// <summary>To list, create and revoke API keys, each with scopes that one's own key has.</summary>
    public const string Manage = "api-keys.manage";
}
