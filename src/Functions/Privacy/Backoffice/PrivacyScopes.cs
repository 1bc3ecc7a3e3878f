namespace Dfm.Functions.Privacy.Backoffice;

public static class PrivacyScopes
{
    /// <summary>To see what is kept about a person, and erasures.</summary>
    public const string Read = "privacy.read";

    /// <summary>To erase people.</summary>
    public const string Erase = "privacy.erase";
}
