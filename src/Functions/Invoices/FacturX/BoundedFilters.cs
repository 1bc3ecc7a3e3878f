using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Dfm.Functions.Invoices.FacturX;

/// <summary>
/// The filters that the structure of a PDF and its attachments are read with. A few kilobytes can inflate to gigabytes: all that one document
/// inflates to is bounded. Filters of images, and others that nobody uses here, are missing: pages are not looked at.
/// </summary>
internal sealed class BoundedFilters : BaseFilterProvider
{
    /// <summary>Of all streams of one document together, in bytes.</summary>
    private const long MaxInflated = 64 * 1024 * 1024;

    public BoundedFilters() : base(Instances())
    {
    }

    private static Dictionary<string, IFilter> Instances()
    {
        var flate = new BoundedFlate();
        return new()
        {
            [NameToken.FlateDecode.Data] = flate,
            [NameToken.FlateDecodeAbbreviation.Data] = flate,
            [NameToken.Ascii85Decode.Data] = new Ascii85Filter(),
            [NameToken.Ascii85DecodeAbbreviation.Data] = new Ascii85Filter(),
            [NameToken.AsciiHexDecode.Data] = new AsciiHexDecodeFilter(),
            [NameToken.AsciiHexDecodeAbbreviation.Data] = new AsciiHexDecodeFilter(),
        };
    }

    private sealed class BoundedFlate : IFilter
    {
        private readonly FlateFilter flate = new();
        private long inflated;

        public bool IsSupported => true;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            inflated += Inflated(input);
            return inflated <= MaxInflated
                ? flate.Decode(input, streamDictionary, filterProvider, filterIndex)
                : throw new InvalidDataException("The document inflates to more than the bound.");
        }

        /// <summary>How much it inflates to, of which nothing is kept; counted as far as the bound.</summary>
        private long Inflated(Memory<byte> input)
        {
            var (count, buffer) = (0L, new byte[16 * 1024]);
            using var stream = new ZLibStream(new MemoryStream(input.ToArray()), CompressionMode.Decompress);
            try
            {
                while (inflated + count <= MaxInflated && stream.Read(buffer) is > 0 and var read) count += read;
            }
            catch (InvalidDataException)
            {
                // Damaged from here on: the parser makes of it what it can, which is no more.
            }

            return count;
        }
    }
}
