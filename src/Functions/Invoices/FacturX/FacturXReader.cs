using Dfm.Core.Invoices;
using UglyToad.PdfPig;

namespace Dfm.Functions.Invoices.FacturX;

/// <summary>
/// Reads the electronic invoice that a PDF carries (Factur-X, ZUGFeRD 2, XRechnung). PDFs come from outside: whatever is wrong with one is
/// its refusal, within bounds of time and memory.
/// </summary>
public static class FacturXReader
{
    private const int Ends = 1024;

    /// <summary>
    /// What the PDF's XML says; null for a PDF without one. <c>invoice-pdf-unreadable</c>, <c>invoice-xml-ambiguous</c> or
    /// <c>invoice-xml-unreadable</c> otherwise.
    /// </summary>
    /// <param name="pdf">Can be read at any place; its position is moved.</param>
    public static Result<InvoiceDocument?> Read(Stream pdf)
    {
        if (!HasEnds(pdf)) return InvoiceProblems.BrokenPdf;
        byte[] xml;
        try
        {
            pdf.Position = 0;
            using var document = PdfDocument.Open(pdf, new ParsingOptions { FilterProvider = new BoundedFilters() });
            if (document.NumberOfPages == 0) return InvoiceProblems.BrokenPdf;
            var claiming = PdfAttachments.Of(document).Where(file => file.ClaimsToBeTheInvoice).ToList();
            if (claiming.Count == 0) return (InvoiceDocument?)null;
            if (claiming.Count > 1) return InvoiceProblems.TwoDocuments(claiming.Select(file => file.Name));
            xml = claiming[0].Bytes();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The parser throws whatever its data led it into; a defect of its own cannot be told from a defect of the file.
            return InvoiceProblems.BrokenPdf;
        }

        return CiiInvoice.Read(xml).Then<InvoiceDocument?>(document => document);
    }

    /// <summary>
    /// Whether the file begins and ends as a PDF does, within the kilobyte that readers allow for either. The parser would make do with half
    /// a file.
    /// </summary>
    private static bool HasEnds(Stream pdf) =>
        Around(pdf, 0).IndexOf("%PDF-"u8) >= 0 && Around(pdf, Math.Max(0, pdf.Length - Ends)).IndexOf("%%EOF"u8) >= 0;

    private static ReadOnlySpan<byte> Around(Stream pdf, long position)
    {
        var bytes = new byte[Ends];
        pdf.Position = position;
        return bytes.AsSpan(0, pdf.ReadAtLeast(bytes, Ends, throwOnEndOfStream: false));
    }
}
