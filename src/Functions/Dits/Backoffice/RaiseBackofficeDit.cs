using Dfm.Core.Dits;
using Dfm.Core.Parc;
using Dfm.Functions.Commands;
using Dfm.Functions.Dits.Commands;
using Dfm.Functions.Dits.Storage;
using Dfm.Functions.Http;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;
using Dfm.Functions.Storage;
using Dfm.Functions.Telemetry;

namespace Dfm.Functions.Dits.Backoffice;

/// <summary>DFM's staff, or a flow, raises a DIT in the name of a customer's user, who then gets its mails.</summary>
public sealed class RaiseBackofficeDit(
    CommandPipeline pipeline,
    DitRaiser raiser,
    IUserStore users,
    IAssetStore assets,
    IDitStore dits,
    Numbers<DitNumber> numbers)
{
    /// <summary>201 under the rules for the user: equipment that the user may not see does not exist. Without files.</summary>
    [Function(nameof(RaiseBackofficeDit)), Audience(Audience.Staff, Scope = "dits.write")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/assets/{id}/dits")] HttpRequest request,
        string customer,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var asked = await CommandRequest.Read<Body, Body>(request, context, body => body, cancellationToken);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        if (!CustomerId.TryParse(customer, out var customerId)) return CustomerProblems.NotFound.ToHttp();
        if (!AssetId.TryParse(id, out var assetId)) return ParcProblems.AssetNotFound.ToHttp();
        var (form, conditions) = asked.Value;
        await using var execution = pipeline.Begin(TableDitStore.Schema.Table, customerId);
        var finding = users.Find(customerId, form.User, cancellationToken);
        DitNumber? number = null;
        var outcome = await execution.Run(Decide, () => DitProblems.Busy(DitState.AwaitingPlanning), conditions.Idempotency);
        return outcome.ToHttp(raised =>
        {
            PortalMetrics.DitRaised();
            return new StoredResponseResult(raised);
        });

        async Task<Result<StoredResponse>> Decide(UnitOfWork unit)
        {
            var reading = dits.OpenOf(customerId, assetId, cancellationToken);
            var user = await finding;
            var asset = await user.Then(caller => assets.Find(caller, id, cancellationToken));
            var open = await reading;
            if (!asset.IsSuccess) return asset.Problem;
            var raised = await raiser.Raise(
                unit, asset.Value, form.ToForm(), Person.Of(user.Value), Number, [], open, cancellationToken);
            return raised.Then<StoredResponse>(dit => unit.Respond(
                (dit with { Customer = customerId }).ToResponse(StatusCodes.Status201Created, $"/api/backoffice/dits/{dit.Number}")));
        }

        async ValueTask<DitNumber> Number() => number ??= await numbers.Next(cancellationToken);
    }

    private sealed record Body(
        string? User,
        string? Nature,
        string? ErrorCode,
        string? Description,
        string? Urgency,
        string? ContactName,
        string? ContactPhone,
        string? CustomerReference)
    {
        public DitForm ToForm() => new(Nature, ErrorCode, Description, Urgency, ContactName, ContactPhone, CustomerReference);
    }
}
