using Dfm.Core.Meters;
using Dfm.Functions.Http;
using Dfm.Functions.Meters.Commands;
using Dfm.Functions.Meters.Requests;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Meters.Backoffice;

/// <summary>DFM's technicians, or its supervision of devices, enter readings of a customer's equipment.</summary>
public sealed class EnterBackofficeMeterReadings(
    ReadingsCommandHandler readings, ICustomerStore customers, TableMeterSettings settings, TimeProvider clock)
{
    /// <summary>200 once every line is accepted, questioned or refused on its own, as for the customer's people; nobody gets a mail.</summary>
    [Function(nameof(EnterBackofficeMeterReadings)), Audience(Audience.Staff, Scope = "readings.write")]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "backoffice/customers/{customer}/meter-readings")] HttpRequest request,
        string customer,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!CustomerId.TryParse(customer, out var id)) return CustomerProblems.NotFound.ToHttp();
        var now = clock.GetUtcNow();
        var (finding, listing, judging) = (
            customers.Find(id, cancellationToken), settings.Counters(cancellationToken), settings.Policy(id, cancellationToken));
        var form = await CommandRequest.Read<Body, Asked>(request, context, body => Check(body, now), cancellationToken);
        var (found, counters, policy) = (await finding, await listing, await judging);
        if (!form.IsSuccess) return form.Problem.ToHttp();
        if (found is null) return CustomerProblems.NotFound.ToHttp();
        var (asked, conditions) = form.Value;
        return await readings.Execute(
            new(Caller.OfStaff(id, context.Staff()), asked.Lines, asked.Source, policy, counters, now),
            results => StoredResponses.Of(ReadingReport.Of(results)),
            conditions.Idempotency,
            cancellationToken).ToHttp();
    }

    private static Result<Asked> Check(Body body, DateTimeOffset now)
    {
        var check = new FieldChecks();
        var by = check.Choice<StaffSource>("source", body.Source, "Indiquez qui a relevé les compteurs.");
        var source = by is StaffSource.Machine ? ReadingSource.Machine : ReadingSource.Technician;
        return check.ResultOf(source).And(new MeterReadingsForm(body.Readings).ToLines(now)).Then<Asked>(both => new Asked(both.First, both.Second));
    }

    /// <summary>The sources of <see cref="ReadingSource"/> that are DFM's.</summary>
    private enum StaffSource
    {
        Machine,
        Technician,
    }

    private sealed record Body(string? Source, IReadOnlyList<MeterReadingFields?>? Readings);

    private sealed record Asked(ReadingSource Source, IReadOnlyList<ReadingLine> Lines);
}
