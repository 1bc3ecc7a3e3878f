namespace Dfm.LocalRuntime.Durable;

/// <summary>A function was asked for that does not exist.</summary>
internal sealed class UnknownFunctionException(string name, string kind)
    : Exception($"The function '{name}' doesn't exist, is disabled, or is not {kind} function.");
