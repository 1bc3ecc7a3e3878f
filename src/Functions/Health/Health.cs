using Azure;
using Azure.Data.Tables;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;

namespace Dfm.Functions.Health;

/// <summary>Tells load balancers and <c>./portal up</c> whether the portal can serve.</summary>
public sealed class Health(TableServiceClient tables)
{
    /// <summary><c>GET health</c>: 200 when storage answers (one point read), 503 when not.</summary>
    [Function(nameof(Health)), Audience(Audience.Anyone)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await tables.GetTableClient(TableNames.Counters)
                .GetEntityIfExistsAsync<TableEntity>("health", "health", cancellationToken: patience.Token);
            return Results.Ok(new HealthAnswer("Healthy"));
        }
        catch (Exception e) when (e is RequestFailedException or OperationCanceledException or AggregateException)
        {
            return Results.Json(new HealthAnswer("Unhealthy"), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private sealed record HealthAnswer(string Status);
}
