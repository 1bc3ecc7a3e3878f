using Dfm.Core.Calendar;
using Dfm.Core.Meters;
using Dfm.Core.Parc;
using Dfm.Functions.Http;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Parc.Requests;
using Dfm.Functions.Security;

namespace Dfm.Functions.Meters;

/// <summary>« Saisir les relevés compteurs » (manual, chapter 6): the assets to read, with their last reading and when the next is due.</summary>
public sealed class ListMeters(
    IAssetPages pages, ICustomerStore customers, TableMeterStore meters, TableMeterSettings settings, TimeProvider clock)
{
    /// <summary><c>GET meters</c>: a page of printers and copiers; those without counters are left out.</summary>
    [Function(nameof(ListMeters)), Audience(Audience.Customer, Right.Readings)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "meters")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var asked = AssetListRequest.Read(request, caller);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var printing = asked.Value with { Filter = asked.Value.Filter with { Kind = AssetKind.Printing } };
        var listingCounters = settings.Counters(cancellationToken);
        var listingContracts = settings.Contracts(caller.Customer, cancellationToken);
        var page = await pages.Read(customers, caller, printing, cancellationToken);
        if (!page.IsSuccess) return page.Problem.ToHttp();
        var assets = page.Value.Items.Select(shown => shown.Asset).Where(asset => asset.TakesReadings()).ToList();
        var loaded = await meters.Load(caller.Customer, [.. assets.Select(asset => asset.Id)], cancellationToken);
        var (counters, contracts, today) = (await listingCounters, await listingContracts, ParisTime.Day(clock.GetUtcNow()));
        return Results.Ok(new
        {
            Items = assets.Select(asset => MeterResponse.Of(asset, loaded[asset.Id].Meter, counters, ContractOf(asset), today)),
            page.Value.NextCursor,
        });

        Contract? ContractOf(Asset asset) => asset.Contract is { } number ? contracts.GetValueOrDefault(number) : null;
    }
}
