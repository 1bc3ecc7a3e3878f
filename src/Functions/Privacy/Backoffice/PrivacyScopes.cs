namespace Dfm.Functions.Privacy.Backoffice;

public static class PrivacyScopes
{
    /// <summary>To see a customer's users, what is kept about them, and erasures.</summary>
    public const string Read = "privacy.read";

    /// <summary>To erase people.</summary>
    public const string Erase = "privacy.erase";
}
