namespace Dfm.Functions.Accounts.Sessions;

/// <summary>The fields of the requests that identify a person.</summary>
public static class CredentialFields
{
    public static LoginIdentifier Identifier(this FieldChecks check, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) check.Refuse("identifier", "Saisissez votre identifiant.");
        if (!LoginIdentifier.TryParse(text, out var identifier)) check.Refuse("identifier", "Cet identifiant n'est pas valide.");
        return identifier;
    }

    public static Password Password(this FieldChecks check, string field, string? text)
    {
        if (string.IsNullOrEmpty(text)) check.Refuse(field, "Saisissez votre mot de passe.");
        if (!Core.Accounts.Password.TryParse(text, out var password))
            check.Refuse(field, "Ce mot de passe contient des caractères invisibles : saisissez-le sans le coller.");
        return password;
    }
}
