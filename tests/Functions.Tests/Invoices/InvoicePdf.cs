using Dfm.Functions.Pdf;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;
using PdfPages = Dfm.Functions.Pdf.PdfPages;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>PDFs as invoicing programs make them: one page, and whatever files are attached (PDF/A-3, ISO 32000-2, 7.11.4).</summary>
internal static class InvoicePdf
{
    public const string FacturX = "factur-x.xml";

    /// <summary>Without attachments, except those that are given; each is in the name tree and associated with the document.</summary>
    public static byte[] Of(params (string Name, byte[] Bytes)[] attachments) => Of(1, attachments);

    /// <summary>The same, of so many bytes at least.</summary>
    public static byte[] Of(long size, params (string Name, byte[] Bytes)[] attachments)
    {
        using var pages = new PdfPages("Facture", DateTimeOffset.UnixEpoch, _ => { });
        var style = PdfStyle.Regular(10);
        pages.Draw(new PdfRow([pages.Cell(0, PdfPages.Width, ("Facture de GROUPE DFM", style))], LineHeight: 15, Padding: 0));
        using var plain = pages.Finish("GROUPE DFM", style);
        return With(plain, size, attachments);
    }

    /// <summary>The same of a PDF that there is.</summary>
    public static byte[] With(Stream plain, long size, params (string Name, byte[] Bytes)[] attachments)
    {
        using var document = PdfReader.Open(plain, PdfDocumentOpenMode.Modify);
        var tree = new PdfArray(document);
        var associated = new PdfArray(document);
        foreach (var (name, bytes) in attachments)
        {
            var file = Specification(document, name, bytes);
            tree.Elements.Add(new PdfString(name));
            tree.Elements.Add(file.Reference!);
            associated.Elements.Add(file.Reference!);
        }

        if (attachments.Length > 0)
        {
            var files = new PdfDictionary(document);
            files.Elements["/Names"] = tree;
            var names = new PdfDictionary(document);
            names.Elements["/EmbeddedFiles"] = files;
            document.Internals.Catalog.Elements["/Names"] = names;
            document.Internals.Catalog.Elements["/AF"] = associated;
        }

        var filling = new PdfDictionary(document);
        document.Internals.AddObject(filling);
        filling.CreateStream(new byte[size]);
        document.Internals.Catalog.Elements["/Filling"] = filling.Reference!;
        using var pdf = new MemoryStream();
        document.Save(pdf, closeStream: false);
        return pdf.ToArray();
    }

    private static PdfDictionary Specification(PdfDocument document, string name, byte[] bytes)
    {
        var content = new PdfDictionary(document);
        document.Internals.AddObject(content);
        content.Elements.SetName("/Type", "/EmbeddedFile");
        content.CreateStream(bytes);
        content.Stream!.Zip();
        var file = new PdfDictionary(document);
        document.Internals.AddObject(file);
        file.Elements.SetName("/Type", "/Filespec");
        file.Elements.SetName("/AFRelationship", "/Data");
        file.Elements.SetString("/F", name);
        file.Elements.SetString("/UF", name);
        var embedded = new PdfDictionary(document);
        embedded.Elements["/F"] = content.Reference!;
        embedded.Elements["/UF"] = content.Reference!;
        file.Elements["/EF"] = embedded;
        return file;
    }
}
