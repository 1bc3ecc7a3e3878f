using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dfm.LocalRuntime.Worker;

/// <summary>One invocation. What costs something to make (items, id, scope) is made when asked for.</summary>
internal sealed class Invocation : FunctionContext
{
    private readonly IServiceScopeFactory? scopes;
    private readonly CancellationToken cancellationToken;
    private AsyncServiceScope? scope;
    private IServiceProvider? services;
    private IDictionary<object, object>? items;
    private string? id;

    /// <summary>An invocation by a request, in the request's own scope.</summary>
    public Invocation(Function function, HttpContext http)
    {
        (Function, HttpContext, TriggerValue) = (function, http, http.Request);
        cancellationToken = http.RequestAborted;
    }

    /// <summary>An invocation by another trigger, in a scope of its own.</summary>
    public Invocation(Function function, object? triggerValue, IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        (Function, TriggerValue) = (function, triggerValue);
        this.scopes = scopes;
        this.cancellationToken = cancellationToken;
    }

    public Function Function { get; }

    public HttpContext? HttpContext { get; }

    public object? TriggerValue { get; }

    public InvocationResult Result { get; } = new LocalResult();

    /// <summary>What settles the message that triggers this; null for other triggers.</summary>
    public ServiceBusMessageActions? MessageActions { get; init; }

    public override CancellationToken CancellationToken => cancellationToken;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override string FunctionId => Function.Definition.Id;

    public override string InvocationId => id ??= Guid.NewGuid().ToString();

    public override IServiceProvider InstanceServices
    {
        get => services ??= HttpContext?.RequestServices ?? OwnScope();
        set => services = value;
    }

    public override IDictionary<object, object> Items
    {
        get => items ??= new Dictionary<object, object>();
        set => items = value;
    }

    public override TraceContext TraceContext => new LocalTrace(Activity.Current);

    /// <summary>The invocation behind the official type.</summary>
    /// <exception cref="InvalidOperationException">The context is not one of this runtime's.</exception>
    public static Invocation Of(FunctionContext context) => context as Invocation
        ?? throw new InvalidOperationException($"{context.GetType()} is not a context that this runtime made.");

    /// <summary>Ends the invocation's own scope, if one was made.</summary>
    public ValueTask DisposeScopeAsync() => scope?.DisposeAsync() ?? ValueTask.CompletedTask;

    private IServiceProvider OwnScope()
    {
        scope = scopes!.CreateAsyncScope();
        return scope.Value.ServiceProvider;
    }

    private sealed class LocalResult : InvocationResult
    {
        public override object? Value { get; set; }
    }

    private sealed class LocalTrace(Activity? activity) : TraceContext
    {
        public override string TraceParent => activity?.Id ?? "";

        public override string TraceState => activity?.TraceStateString ?? "";
    }
}
