using Dfm.Core.Dits;

namespace Dfm.Functions.Dits.Requests;

/// <summary>What may be wrong with an upload as such.</summary>
public static class UploadProblems
{
    /// <summary>Another content type than multipart/form-data.</summary>
    public static Problem NotMultipart { get; } = new(
        ProblemKind.UnsupportedMediaType,
        "multipart-required",
        "Cette demande attend un formulaire avec fichiers (Content-Type: multipart/form-data).");

    /// <summary>A multipart body that breaks off or breaks the rules (RFC 7578).</summary>
    public static Problem Malformed { get; } =
        new(ProblemKind.Invalid, "malformed-multipart", "Le formulaire reçu est incomplet ou mal formé : recommencez l'envoi.");

    /// <summary>More bytes than all files may have together.</summary>
    public static Problem TooLarge { get; } = new(
        ProblemKind.TooLarge,
        "upload-too-large",
        $"L'envoi est trop volumineux : au plus {AttachmentRules.MaxFiles} pièces jointes de {AttachmentRules.MaxBytes / (1024 * 1024)} Mo.");

    /// <summary>A field that the form does not have, or has twice.</summary>
    public static Problem UnknownField(string field) =>
        Problem.Validation(field.Length is > 0 and <= 50 ? field : "form", "Champ inconnu ou en double.");

    /// <summary>A field longer than any may be.</summary>
    public static Problem FieldTooLong(string field) => Problem.Validation(field, "Ce texte est trop long.");
}
