using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace Dfm.Functions.Pdf;

/// <summary>A size, weight and colour of Open Sans, which comes with the assembly: the machine needs no fonts.</summary>
internal sealed record PdfStyle
{
    /// <summary>GROUPE DFM's blue, as in its mails.</summary>
    public static readonly XColor Blue = XColor.FromArgb(0x1f, 0x3a, 0x5f);

    private const string Family = "Open Sans";

    // Unicode, for only then does every text carry what it says and not just how it looks.
    private static readonly XPdfFontOptions Encoding = XPdfFontOptions.UnicodeDefault;

    // The library asks one resolver per process; fonts are read when the first style is made, not when the app starts.
    static PdfStyle() => GlobalFontSettings.FontResolver = new AssemblyFonts();

    private PdfStyle(double size, XFontStyleEx weight, XColor colour)
    {
        Font = new XFont(Family, size, weight, Encoding);
        Brush = new XSolidBrush(colour);
    }

    /// <summary>The font in its size.</summary>
    public XFont Font { get; }

    /// <summary>The colour.</summary>
    public XBrush Brush { get; }

    /// <summary>Regular weight.</summary>
    public static PdfStyle Regular(double size, XColor? colour = null) => new(size, XFontStyleEx.Regular, colour ?? XColors.Black);

    /// <summary>Semi-bold weight.</summary>
    public static PdfStyle SemiBold(double size, XColor? colour = null) => new(size, XFontStyleEx.Bold, colour ?? XColors.Black);

    /// <summary>The fonts that are embedded in the assembly.</summary>
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
