namespace Dfm.LocalRuntime.Worker;

/// <summary>Whether and when the application asked for ASP.NET Core.</summary>
internal enum HttpIntegration
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Before it added middleware.</summary>
    First,

    /// <summary>When some middleware stood already before it.</summary>
    Late,
}
