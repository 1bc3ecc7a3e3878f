namespace Dfm.Connectors;

/// <summary>An operation of the connector: one of the contract, in the words of Power Automate's designer.</summary>
/// <param name="Source">The contract's operation.</param>
/// <param name="Id">PascalCase; stays as it is, since flows refer to it.</param>
/// <param name="Summary">Shown in the designer: letters, digits and parentheses, at most 80.</param>
/// <param name="Description">One sentence.</param>
public sealed record ConnectorOperation(string Source, string Id, string Summary, string Description)
{
    /// <summary>Not shown: it fills lists of values, or ends subscriptions.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Of a trigger: the event, a value of the path's <c>{type}</c>; else null.</summary>
    public string? Event { get; init; }

    /// <summary>Of a trigger: what is asked in its designer.</summary>
    public string? Hint { get; init; }

    /// <summary>Where the values of parameters and fields come from, by their names.</summary>
    public IReadOnlyDictionary<string, Values> Values { get; init; } = new Dictionary<string, Values>();
}

/// <summary>A list of values to pick from: <c>x-ms-dynamic-values</c>.</summary>
/// <param name="Operation">The connector's operation that lists them.</param>
/// <param name="Collection">The field of its answer that holds them.</param>
/// <param name="Value">The field that is sent.</param>
/// <param name="Title">The field that is shown.</param>
/// <param name="Of">Parameters of that operation that take the value of this one's parameter of the same name.</param>
public sealed record Values(string Operation, string Collection, string Value, string Title, params string[] Of);
