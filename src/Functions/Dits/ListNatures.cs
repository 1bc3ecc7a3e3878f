using Dfm.Core.Dits;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits;

/// <summary>« Nature de l'intervention » (manual, chapter 2): the list to pick from.</summary>
public sealed class ListNatures(INatureStore natures)
{
    /// <summary><c>GET dit-natures</c>: all of them, or with <c>?kind=</c> those that apply to a kind of equipment.</summary>
    [Function(nameof(ListNatures)), Audience(Audience.Customer, Right.Dits)]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "dit-natures")] HttpRequest request,
        CancellationToken cancellationToken) => NatureList.Of(request, natures, cancellationToken);
}
