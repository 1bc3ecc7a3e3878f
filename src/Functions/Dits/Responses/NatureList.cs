using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Http;

namespace Dfm.Functions.Dits.Responses;

/// <summary>The natures of intervention, as both sides pick from them.</summary>
public static class NatureList
{
    /// <summary>All of them, or with <c>?kind=</c> those that apply to a kind of equipment.</summary>
    public static async Task<IResult> Of(HttpRequest request, INatureStore natures, CancellationToken cancellationToken)
    {
        var check = new FieldChecks();
        var kind = check.OptionalChoice<AssetKind>("kind", request.Query["kind"]);
        if (check.Problem is { } problem) return problem.ToHttp();
        var fitting = (await natures.List(cancellationToken)).Where(nature => kind is null || nature.Kinds.Contains(kind.Value));
        return Results.Ok(new { Items = fitting.Select(nature => new { nature.Code, nature.Label, nature.Kinds }) });
    }
}
