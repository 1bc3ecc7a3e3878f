using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace Dfm.Functions.Pdf;

/// <summary>A size, weight and colour of Open Sans, which is embedded in the assembly: the machine needs no fonts.</summary>
public sealed record PdfStyle
{
    /// <summary>GROUPE DFM's blue, as in its mails.</summary>
    public static readonly XColor Blue = XColor.FromArgb(0x1f, 0x3a, 0x5f);

    private const string Family = "Open Sans";

    // Unicode, so that the PDF contains the text itself and not only its glyphs.
    private static readonly XPdfFontOptions Encoding = XPdfFontOptions.UnicodeDefault;

    // The library has one resolver per process; fonts are read when the first style is created, not when the app starts.
    static PdfStyle() => GlobalFontSettings.FontResolver = new AssemblyFonts();

    private PdfStyle(double size, XFontStyleEx weight, XColor colour)
    {
        Font = new XFont(Family, size, weight, Encoding);
        Brush = new XSolidBrush(colour);
    }

    public XFont Font { get; }

    public XBrush Brush { get; }

    public static PdfStyle Regular(double size, XColor? colour = null) => new(size, XFontStyleEx.Regular, colour ?? XColors.Black);

    public static PdfStyle SemiBold(double size, XColor? colour = null) => new(size, XFontStyleEx.Bold, colour ?? XColors.Black);

    private sealed class AssemblyFonts : IFontResolver
    {
        public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) =>
            new(isBold ? "OpenSans-SemiBold" : "OpenSans-Regular");

        public byte[] GetFont(string faceName)
        {
            using var stream = typeof(PdfStyle).Assembly.GetManifestResourceStream($"Dfm.Functions.Pdf.Fonts.{faceName}.ttf")
                ?? throw new InvalidOperationException($"The font {faceName} is missing.");
            var font = new byte[stream.Length];
            stream.ReadExactly(font);
            return font;
        }
    }
}
