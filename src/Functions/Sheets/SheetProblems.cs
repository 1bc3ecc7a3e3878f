namespace Dfm.Functions.Sheets;

/// <summary>Refusals of an uploaded table as a whole.</summary>
public static class SheetProblems
{
    public static Problem OtherKind { get; } = new(
        ProblemKind.UnsupportedMediaType, "spreadsheet-expected", "Envoyez un fichier CSV ou Excel (.xlsx) ; enregistrez un ancien .xls en .xlsx.");

    public static Problem Unreadable { get; } = new(
        ProblemKind.Invalid, "file-unreadable", "Ce fichier est vide ou ne peut pas être lu : ouvrez-le dans votre tableur et enregistrez-le à nouveau.");

    public static Problem TooLarge { get; } = new(
        ProblemKind.TooLarge, "file-too-large", $"Le fichier dépasse {SheetReader.MaxLength / 1024 / 1024} Mo : séparez-le en plusieurs.");

    public static Problem TooManyLines { get; } = new(
        ProblemKind.TooLarge, "too-many-lines", "10 000 lignes et 100 colonnes au plus : séparez le fichier en plusieurs.");
}
