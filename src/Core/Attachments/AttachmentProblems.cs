namespace Dfm.Core.Attachments;

/// <summary>Refusals of files; the codes are part of the API contract.</summary>
public static class AttachmentProblems
{
    private const long MaxMebibytes = AttachmentRules.MaxBytes / (1024 * 1024);

    /// <summary>The request has no such file.</summary>
    public static Problem NotFound { get; } =
        new(ProblemKind.NotFound, "attachment-not-found", "Cette pièce jointe n'existe pas.");

    /// <summary>More files than <see cref="AttachmentRules.MaxFiles"/>.</summary>
    public static Problem TooMany { get; } = new(
        ProblemKind.Invalid,
        "too-many-attachments",
        $"Une demande porte au plus {AttachmentRules.MaxFiles} pièces jointes.");

    /// <summary>A file larger than <see cref="AttachmentRules.MaxBytes"/>.</summary>
    public static Problem TooLarge { get; } = new(
        ProblemKind.TooLarge,
        "attachment-too-large",
        $"Une pièce jointe pèse au plus {MaxMebibytes} Mo.");

    /// <summary>More bytes than all files may have together.</summary>
    public static Problem UploadTooLarge { get; } = new(
        ProblemKind.TooLarge,
        "upload-too-large",
        $"L'envoi est trop volumineux : au plus {AttachmentRules.MaxFiles} pièces jointes de {MaxMebibytes} Mo.");

    /// <summary>A file of a kind that is not accepted.</summary>
    public static Problem KindNotAllowed(string name) => new(
        ProblemKind.UnsupportedMediaType,
        "attachment-kind-not-allowed",
        $"Le fichier « {name} » n'est pas d'un type accepté. Types acceptés : {AttachmentRules.AcceptedExtensions}.");

    /// <summary>A file whose content does not match its name.</summary>
    public static Problem Disguised(string name) => new(
        ProblemKind.UnsupportedMediaType,
        "attachment-content-mismatch",
        $"Le contenu du fichier « {name} » ne correspond pas à son extension.");

    /// <summary>An empty file.</summary>
    public static Problem Empty(string name) =>
        new(ProblemKind.Invalid, "attachment-empty", $"Le fichier « {name} » est vide.");

    /// <summary>A file whose scan for malware has no result yet.</summary>
    public static Problem ScanPending { get; } = new(
        ProblemKind.Conflict,
        "attachment-scan-pending",
        "Cette pièce jointe est en cours d'analyse antivirus : recommencez dans un instant.");

    /// <summary>A file in which malware was found.</summary>
    public static Problem Malicious { get; } = new(
        ProblemKind.Conflict,
        "attachment-malicious",
        "L'analyse antivirus a trouvé un logiciel malveillant dans cette pièce jointe : elle ne peut pas être téléchargée.");

    /// <summary>A file that could not be scanned.</summary>
    public static Problem ScanFailed { get; } = new(
        ProblemKind.Conflict,
        "attachment-scan-failed",
        "L'analyse antivirus de cette pièce jointe n'a pas abouti : elle ne peut pas être téléchargée.");

    /// <summary>A request without the required file.</summary>
    public static Problem Missing { get; } =
        new(ProblemKind.Invalid, "attachment-missing", "Ajoutez au moins une pièce jointe.");
}
