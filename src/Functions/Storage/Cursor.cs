using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Dfm.Functions.Storage;

/// <summary>
/// The cursor of a list: the row key after which the next page begins, as opaque text. A forged cursor reveals nothing more, because the
/// reader stays within the ranges that the caller may read.
/// </summary>
public static class Cursor
{
    /// <summary>The cursor was not issued by this list.</summary>
    public static Problem Bad { get; } =
        new(ProblemKind.Invalid, "bad-cursor", "La suite de cette liste n'est plus disponible : recommencez depuis le début.");

    public static string At(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    /// <summary>Decodes the row key of a cursor; false when it is invalid.</summary>
    public static bool TryRead(string cursor, [NotNullWhen(true)] out string? rowKey)
    {
        rowKey = Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : null;
        return rowKey is not null && rowKey.All(character => character is > ' ' and <= '~' and not ('/' or '\\' or '#' or '?'));
    }
}
