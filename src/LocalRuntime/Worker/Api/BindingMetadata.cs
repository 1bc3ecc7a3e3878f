namespace Microsoft.Azure.Functions.Worker;

/// <summary>What is known of a binding before any invocation.</summary>
public abstract class BindingMetadata
{
    /// <summary>For derived types.</summary>
    protected BindingMetadata()
    {
    }

    /// <summary>Which way its data goes.</summary>
    public abstract BindingDirection Direction { get; }

    /// <summary>The parameter's name.</summary>
    public abstract string Name { get; }

    /// <summary>Its kind, such as <c>httpTrigger</c>, <c>serviceBusTrigger</c> or <c>timerTrigger</c>.</summary>
    public abstract string Type { get; }
}
