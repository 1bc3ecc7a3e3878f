using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Dfm.Core.Contact;

/// <summary>The number of a contact request.</summary>
[JsonConverter(typeof(IdentifierJsonConverter<ContactNumber>))]
public readonly record struct ContactNumber : INumber<ContactNumber>
{
    private ContactNumber(long sequence) => Sequence = NumberForm.Check(sequence);

    /// <inheritdoc/>
    public long Sequence { get; }

    /// <inheritdoc/>
    public string Value => NumberForm.Text(Sequence);

    /// <inheritdoc/>
    public static ContactNumber Of(long sequence) => new(sequence);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContactNumber id) => NumberForm.TryParse(text, out id);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
