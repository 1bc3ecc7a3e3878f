using Dfm.Core.Meters;
using Dfm.Functions.Http;
using Dfm.Functions.Meters.Commands;
using Dfm.Functions.Meters.Requests;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Meters;

/// <summary>« Cliquez sur la disquette pour valider » (manual, chapter 6): enters the readings of many assets at once.</summary>
public sealed class EnterMeterReadings(ReadingsCommandHandler readings, TableMeterSettings settings, TimeProvider clock)
{
    /// <summary>
    /// 200 once every line is accepted, questioned or refused on its own, and the accepted ones are stored; one mail lists them all. A
    /// questioned line is sent again with <c>confirm</c>; a reading of the same asset and instant corrects its author's own.
    /// </summary>
    [Function(nameof(EnterMeterReadings)), Audience(Audience.Customer, Right.Readings)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "meter-readings")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var (caller, now) = (context.Caller(), clock.GetUtcNow());
        var (listing, judging) = (settings.Counters(cancellationToken), settings.Policy(caller.Customer, cancellationToken));
        return await CommandRequest.Read<MeterReadingsForm, IReadOnlyList<ReadingLine>>(request, context, body => body.ToLines(now), cancellationToken)
            .Then(async form => await readings.Execute(
                new(caller, form.Input, ReadingSource.Portal, await judging, await listing, now),
                results => StoredResponses.Of(ReadingReport.Of(results)),
                form.Conditions.Idempotency,
                cancellationToken))
            .ToHttp();
    }
}
