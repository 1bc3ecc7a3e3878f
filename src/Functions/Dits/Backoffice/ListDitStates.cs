using Dfm.Core.Dits;
using Dfm.Functions.Security;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>The states of a DIT with their labels, to pick one from.</summary>
public sealed class ListDitStates
{
    [Function(nameof(ListDitStates)), Audience(Audience.Staff, Scope = "dits.read")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "backoffice/dit-states")] HttpRequest request) =>
        Results.Ok(new { Items = Enum.GetValues<DitState>().Select(state => new { Code = state, Label = state.Label() }) });
}
