using System.Diagnostics;
using System.Text;
using CsCheck;
using Dfm.Core.Invoices;
using Dfm.Core.Tests.Invoices;
using Dfm.Functions.Invoices.FacturX;

namespace Dfm.Functions.Tests.Invoices;

/// <summary>Whatever a PDF holds, its reader says what it is, soon, and in little memory.</summary>
public sealed class FacturXReaderTests
{
    private static readonly string[] Codes = ["invoice-pdf-unreadable", "invoice-xml-ambiguous", "invoice-xml-unreadable"];
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly byte[] sound = InvoicePdf.Of((InvoicePdf.FacturX, new SampleCii().Utf8()));

    [Fact]
    public void ADamagedPdf_IsReadOrRefused_AndNeverFailsOtherwise() =>
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 20].Sample(
            damages =>
            {
                var pdf = sound.ToArray();
                foreach (var (place, value) in damages) pdf[place] = value;
                var read = FacturXReader.Read(new MemoryStream(pdf));
                return read.IsSuccess || Codes.Contains(read.Problem.Code);
            },
            iter: 300,
            threads: 1);

    [Theory]
    [InlineData("[")]
    [InlineData("<<")]
    [InlineData("<</A ")]
    [InlineData("(")]
    [InlineData("1 0 obj ")]
    [InlineData("1 0 obj<</Type/ObjStm/Length 9999999>>stream ")]
    [InlineData("trailer<</Root 1 0 R/Prev 9>>")]
    public void WhatNestsOrRepeatsWithoutEnd_IsRefusedSoon(string part)
    {
        var text = $"%PDF-1.7\n1 0 obj {string.Concat(Enumerable.Repeat(part, 2_000_000 / part.Length))}\nstartxref\n9\n%%EOF";
        var waited = Stopwatch.StartNew();

        var read = FacturXReader.Read(new MemoryStream(Encoding.Latin1.GetBytes(text)));

        Assert.Equal("invoice-pdf-unreadable", read.Problem?.Code);
        Assert.True(waited.Elapsed < Soon, $"It took {waited.Elapsed}.");
    }

    [Fact]
    public void AnAttachmentOfAnotherName_IsNotTheInvoice() =>
        Assert.Null(FacturXReader.Read(new MemoryStream(InvoicePdf.Of(("facture.xml", new SampleCii().Utf8())))).Value);

    [Fact]
    public void TheLargestPdf_IsReadInLittleMemory()
    {
        var pdf = new MemoryStream(InvoicePdf.Of(InvoiceRules.MaxBytes - 100_000, (InvoicePdf.FacturX, new SampleCii().Utf8())));
        FacturXReader.Read(new MemoryStream(sound));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("FA-2026-0451", FacturXReader.Read(pdf).Value!.Number);

        var megabytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000_000;
        Assert.True(megabytes < 60, $"{megabytes} MB.");
    }
}
