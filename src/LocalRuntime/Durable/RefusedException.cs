namespace Dfm.LocalRuntime.Durable;

/// <summary>
/// The engine refuses what a client asks for. In Azure the transport's own exception says so, which LocalRuntime does not know: code that
/// is to work on both can only catch <see cref="Exception"/>, and here finds nothing else to catch either.
/// </summary>
internal sealed class RefusedException(string message) : Exception(message);
