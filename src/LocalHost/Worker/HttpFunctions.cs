using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Dfm.LocalHost.Worker;

/// <summary>The routes of the HTTP functions, which are known once the worker has told its functions.</summary>
internal sealed class HttpFunctions : EndpointDataSource, IDisposable
{
    private readonly CancellationTokenSource changed = new();
    private readonly TaskCompletionSource published = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<Endpoint> endpoints = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints => endpoints;

    /// <summary>Completes when the routes are known: from then on functions may be invoked.</summary>
    public Task Published => published.Task;

    /// <inheritdoc/>
    public override IChangeToken GetChangeToken() =>
        changed.IsCancellationRequested ? NullChangeToken.Singleton : new CancellationChangeToken(changed.Token);

    /// <summary>Adds the functions' routes, once.</summary>
    /// <param name="functions">The functions.</param>
    /// <param name="prefix">What stands before every route; empty for nothing.</param>
    /// <param name="serve">Serves a request of a function.</param>
    public void Publish(IEnumerable<LocalFunction> functions, string prefix, Func<LocalFunction, HttpContext, Task> serve)
    {
        endpoints = [.. functions.Where(function => function.Trigger.Is(FunctionBinding.Http)).Select(function => Route(function, prefix, serve))];
        changed.Cancel();
        published.TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => changed.Dispose();

    private static Endpoint Route(LocalFunction function, string prefix, Func<LocalFunction, HttpContext, Task> serve)
    {
        var route = RoutePatternFactory.Parse($"{prefix}/{function.Trigger.Text("route") ?? function.Name}".TrimStart('/'));
        var endpoint = new RouteEndpointBuilder(http => serve(function, http), route, order: 0) { DisplayName = function.Name };
        if (function.Trigger.Texts("methods") is { Count: > 0 } methods) endpoint.Metadata.Add(new HttpMethodMetadata(methods));
        return endpoint.Build();
    }
}
