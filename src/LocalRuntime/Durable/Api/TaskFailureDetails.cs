namespace Microsoft.DurableTask;

/// <summary>Why a task failed, as recorded.</summary>
/// <param name="ErrorType">The exception's full type name.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Its stack trace, if known.</param>
/// <param name="InnerFailure">Its inner exception, if any.</param>
/// <param name="Properties">Further properties; null here, unless given.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <summary>The details of an exception and of its inner ones.</summary>
    /// <param name="exception">The exception.</param>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new(
            exception.GetType().ToString(),
            exception.Message,
            exception.StackTrace,
            exception.InnerException is { } inner ? FromException(inner) : null,
            null);
    }

    /// <summary>Whether the failure was an exception of type <typeparamref name="T"/> or one derived from it.</summary>
    /// <typeparam name="T">The type to test.</typeparam>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the failure was an exception of the given type or one derived from it; false if its type is not loaded.</summary>
    /// <param name="targetBaseExceptionType">The type to test.</param>
    /// <exception cref="ArgumentException">The type is not an exception's.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!targetBaseExceptionType.IsAssignableTo(typeof(Exception)))
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        var type = Type.GetType(ErrorType) ?? targetBaseExceptionType.Assembly.GetType(ErrorType)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(ErrorType)).FirstOrDefault(t => t is not null);
        return targetBaseExceptionType.IsAssignableFrom(type);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
