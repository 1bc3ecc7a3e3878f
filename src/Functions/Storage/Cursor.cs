using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dfm.Core;

namespace Dfm.Functions.Storage;

/// <summary>
/// The cursor of a list: the row key after which the next page begins, as opaque text. A forged one shows nothing more, because the reader
/// goes on only within the ranges that the caller may read.
/// </summary>
internal static class Cursor
{
    /// <summary>The cursor cannot be one that this list gave.</summary>
    public static Problem Bad { get; } =
        new(ProblemKind.Invalid, "bad-cursor", "La suite de cette liste n'est plus disponible : recommencez depuis le début.");

    public static string At(string rowKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rowKey));

    /// <summary>The row key of a cursor; false when it cannot be one.</summary>
    public static bool TryRead(string cursor, [NotNullWhen(true)] out string? rowKey)
    {
        rowKey = Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : null;
        return rowKey is not null && rowKey.All(character => character is > ' ' and <= '~' and not ('/' or '\\' or '#' or '?'));
    }
}
