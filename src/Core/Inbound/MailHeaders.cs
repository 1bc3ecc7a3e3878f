namespace Dfm.Core.Inbound;

/// <summary>The headers of a mail, in the order in which they came; names in any case.</summary>
public sealed class MailHeaders(IEnumerable<KeyValuePair<string, string>> headers)
{
    private readonly ILookup<string, string> values =
        headers.ToLookup(header => header.Key, header => header.Value.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The value of the first header of this name; null when there is none.</summary>
    public string? this[string name] => values[name].FirstOrDefault();

    /// <summary>All values of the headers of this name.</summary>
    public IEnumerable<string> All(string name) => values[name];

    /// <summary>Whether there is a header whose name begins so.</summary>
    public bool HasNameBeginning(string beginning) =>
        values.Any(header => header.Key.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));
}
