using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Approvals;

/// <summary>The number of a cart submitted for approval (« demande n° »). Never equal to an order's number.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ApprovalNumber>))]
public readonly record struct ApprovalNumber : INumber<ApprovalNumber>
{
    private ApprovalNumber(long sequence) => Sequence = NumberForm.Check(sequence);

    /// <inheritdoc/>
    public long Sequence { get; }

    /// <inheritdoc/>
    public string Value => NumberForm.Text(Sequence);

    /// <inheritdoc/>
    public static ApprovalNumber Of(long sequence) => new(sequence);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out ApprovalNumber id) => NumberForm.TryParse(text, out id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
