using System.Text;

namespace Dfm.Connectors;

/// <summary>The words that the designer shows.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["id"] = "Id",
        ["vat"] = "VAT",
        ["url"] = "Address",
        ["at"] = "Read at",
        ["Idempotency-Key"] = "Idempotency key",
        ["If-Match"] = "If match",
        ["user"] = "User",
        ["dits"] = "DITs",
        ["dit"] = "DIT",
    };

    /// <summary>« serialNumber » is shown as « Serial number ».</summary>
    public static string Title(string name)
    {
        if (Titles.TryGetValue(name, out var title)) return title;
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ').Append(char.ToLowerInvariant(letter));
            else words.Append(words.Length == 0 ? char.ToUpperInvariant(letter) : letter);
        }

        return words.ToString();
    }

    /// <summary>On one line, with a full stop: the contract's lines may go on, and its short ones have none.</summary>
    public static string Sentence(string text)
    {
        var line = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return line.EndsWith('.') || line.EndsWith('!') || line.EndsWith('?') ? line : $"{line}.";
    }
}
