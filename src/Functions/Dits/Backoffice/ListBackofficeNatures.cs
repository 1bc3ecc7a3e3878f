using Dfm.Core.Dits;
using Dfm.Functions.Dits.Responses;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>« Nature de l'intervention », for DFM's staff to pick from.</summary>
public sealed class ListBackofficeNatures(INatureStore natures)
{
    /// <summary>All of them, or with <c>?kind=</c> those that apply to a kind of equipment.</summary>
    [Function(nameof(ListBackofficeNatures)), Audience(Audience.Staff, Scope = "dits.read")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dit-natures")] HttpRequest request,
        CancellationToken cancellationToken) => NatureList.Of(request, natures, cancellationToken);
}
