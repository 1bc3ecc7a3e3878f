using System.Diagnostics.CodeAnalysis;

namespace Dfm.Core;

/// <summary>Either a value or the <see cref="Dfm.Core.Problem"/> that explains its absence.</summary>
public readonly record struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Problem? problem) => (this.value, Problem) = (value, problem);

    /// <summary>Why there is no value; null on success.</summary>
    public Problem? Problem { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsSuccess => Problem is null;

    /// <summary>The value.</summary>
    /// <exception cref="InvalidOperationException">There is none: the caller did not check <see cref="IsSuccess"/>.</exception>
    public T Value => IsSuccess ? value! : throw new InvalidOperationException($"No value: {Problem.Code}.");

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>The result of <paramref name="next"/> on the value, or the problem.</summary>
    public Result<TOut> Then<TOut>(Func<T, Result<TOut>> next) => IsSuccess ? next(value!) : Problem;

    /// <summary>The result of <paramref name="next"/> on the value, or the problem.</summary>
    public async Task<Result<TOut>> Then<TOut>(Func<T, Task<Result<TOut>>> next) => IsSuccess ? await next(value!) : Problem;

    /// <summary>Both values, or the first problem.</summary>
    public Result<(T First, TOther Second)> And<TOther>(Result<TOther> other) =>
        !IsSuccess ? Problem : !other.IsSuccess ? other.Problem : (value!, other.Value);

    /// <summary>Maps both cases to one result.</summary>
    public TOut Match<TOut>(Func<T, TOut> success, Func<Problem, TOut> failure) => IsSuccess ? success(value!) : failure(Problem);
}
