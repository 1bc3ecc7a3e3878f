namespace Dfm.Core.Invoices;

/// <summary>Refusals of requests about invoices; the codes are part of the API contract.</summary>
public static class InvoiceProblems
{
    /// <summary>The invoice does not exist, or belongs to another customer.</summary>
    public static Problem NotFound { get; } = new(ProblemKind.NotFound, "invoice-not-found", "Cette facture n'existe pas.");

    /// <summary>The number was posted before, with other content.</summary>
    public static Problem PostedOtherwise { get; } = new(
        ProblemKind.Conflict,
        "invoice-posted-otherwise",
        "Une facture de ce numéro a déjà été déposée avec un autre contenu : un avoir la corrige, elle n'est pas remplacée.");

    /// <summary>Others post the same number, at every try.</summary>
    public static Problem Busy { get; } = new(
        ProblemKind.Conflict,
        "invoice-busy",
        "Cette facture est déposée par plusieurs programmes à la fois : recommencez dans un instant.");

    /// <summary>More bytes than <see cref="InvoiceRules.MaxBytes"/>.</summary>
    public static Problem TooLarge { get; } = new(
        ProblemKind.TooLarge, "invoice-too-large", $"Le PDF dépasse la taille permise ({InvoiceRules.MaxBytes / (1024 * 1024)} Mo).");

    /// <summary>Not a PDF, or a damaged or encrypted one.</summary>
    public static Problem BrokenPdf { get; } = new(
        ProblemKind.Invalid,
        "invoice-pdf-unreadable",
        "Ce fichier n'est pas un PDF lisible : il est endommagé, protégé ou d'un autre format.");

    /// <summary>More than one attachment by a name of Factur-X.</summary>
    public static Problem TwoDocuments(IEnumerable<string> names) => new(
        ProblemKind.Invalid,
        "invoice-xml-ambiguous",
        $"Ce PDF contient plusieurs pièces jointes qui se présentent comme la facture : {string.Join(", ", names)}.");

    /// <summary>The attachment is no CII invoice that can be read.</summary>
    public static Problem UnreadableXml(string why) => new(
        ProblemKind.Invalid, "invoice-xml-unreadable", $"La facture électronique jointe au PDF (Factur-X) n'est pas lisible : {why}");

    /// <summary>The request or the customer's record says one thing, the attachment another; each by its field.</summary>
    public static Problem Disagreement(IReadOnlyDictionary<string, string[]> errors) => new(
        ProblemKind.Unprocessable,
        "invoice-xml-disagrees",
        "La demande et la facture électronique jointe au PDF (Factur-X) se contredisent.",
        errors);
}
