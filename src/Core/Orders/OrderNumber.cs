using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Orders;

/// <summary>The number of an order (« n° de commande »).</summary>
[JsonConverter(typeof(IdentifierJsonConverter<OrderNumber>))]
public readonly record struct OrderNumber : INumber<OrderNumber>
{
    private OrderNumber(long sequence) => Sequence = NumberForm.Check(sequence);

    /// <inheritdoc/>
    public long Sequence { get; }

    /// <inheritdoc/>
    public string Value => NumberForm.Text(Sequence);

    /// <inheritdoc/>
    public static OrderNumber Of(long sequence) => new(sequence);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderNumber id) => NumberForm.TryParse(text, out id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
