using System.Diagnostics.CodeAnalysis;

namespace Dfm.Core;

/// <summary>Either a value or the <see cref="Dfm.Core.Problem"/> that says why there is none.</summary>
public readonly record struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Problem? problem) => (this.value, Problem) = (value, problem);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Problem? Problem { get; }

    /// <summary>True when there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsSuccess => Problem is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: a bug of the caller, who did not look.</exception>
    public T Value => IsSuccess ? value! : throw new InvalidOperationException($"No value: {Problem.Code}.");

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>One answer from both cases.</summary>
    public TOut Match<TOut>(Func<T, TOut> success, Func<Problem, TOut> failure) => IsSuccess ? success(value!) : failure(Problem);
}
