using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Dits;

/// <summary>The number of a DIT (« n° de la DIT »).</summary>
[JsonConverter(typeof(IdentifierJsonConverter<DitNumber>))]
public readonly record struct DitNumber : INumber<DitNumber>
{
    private DitNumber(long sequence) => Sequence = NumberForm.Check(sequence);

    /// <inheritdoc/>
    public long Sequence { get; }

    /// <inheritdoc/>
    public string Value => NumberForm.Text(Sequence);

    /// <inheritdoc/>
    public static DitNumber Of(long sequence) => new(sequence);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out DitNumber id) => NumberForm.TryParse(text, out id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
