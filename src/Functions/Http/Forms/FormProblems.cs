namespace Dfm.Functions.Http.Forms;

/// <summary>What may be wrong with a form as such.</summary>
public static class FormProblems
{
    /// <summary>Another content type than multipart/form-data.</summary>
    public static Problem NotMultipart { get; } = new(
        ProblemKind.UnsupportedMediaType,
        "multipart-required",
        "Cette demande attend un formulaire avec fichiers (Content-Type: multipart/form-data).");

    /// <summary>A multipart body that breaks off or breaks the rules (RFC 7578).</summary>
    public static Problem Malformed { get; } =
        new(ProblemKind.Invalid, "malformed-multipart", "Le formulaire reçu est incomplet ou mal formé : recommencez l'envoi.");

    /// <summary>A field that the form does not have, or has twice.</summary>
    public static Problem UnknownField(string field) =>
        Problem.Validation(field.Length is > 0 and <= 50 ? field : "form", "Champ inconnu ou en double.");

    /// <summary>A field longer than any may be.</summary>
    public static Problem FieldTooLong(string field) => Problem.Validation(field, "Ce texte est trop long.");

    /// <summary>A field that is no text of its charset, or whose charset is unknown.</summary>
    public static Problem NotDecodable(string field) => new(
        ProblemKind.Invalid,
        "text-not-decodable",
        "Un texte reçu n'est pas lisible : envoyez-le en UTF-8, ou indiquez son jeu de caractères.",
        new Dictionary<string, string[]> { [field] = ["Ce texte n'est pas lisible dans son jeu de caractères."] });
}
