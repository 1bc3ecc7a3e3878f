using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>« Nature de l'intervention » (manual, chapter 2): the list to pick from.</summary>
public sealed class ListNatures(INatureStore natures)
{
    /// <summary><c>GET dit-natures</c>: all of them, or with <c>?kind=</c> those that apply to a kind of equipment.</summary>
    [Function(nameof(ListNatures)), Audience(Audience.Customer, Right.Dits)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dit-natures")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var check = new FieldChecks();
        var kind = check.OptionalChoice<AssetKind>("kind", request.Query["kind"]);
        if (check.Problem is { } problem) return problem.ToHttp();
        var fitting = (await natures.List(cancellationToken)).Where(nature => kind is null || nature.Kinds.Contains(kind.Value));
        return Results.Ok(new { Items = fitting.Select(nature => new { nature.Code, nature.Label, nature.Kinds }) });
    }
}
