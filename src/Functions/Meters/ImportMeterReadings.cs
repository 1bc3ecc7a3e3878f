using System.Buffers;
using System.Security.Cryptography;
using Dfm.Core.Meters;
using Dfm.Functions.Http;
using Dfm.Functions.Sheets;
using Dfm.Functions.Meters.Commands;
using Dfm.Functions.Meters.Responses;
using Dfm.Functions.Meters.Storage;
using Dfm.Functions.Security;

namespace Dfm.Functions.Meters;

/// <summary>« Saisir les relevés compteurs » (manual, chapter 6), for a whole parc: enters the readings of a CSV or Excel file.</summary>
public sealed class ImportMeterReadings(ReadingsCommandHandler readings, TableMeterSettings settings, TimeProvider clock)
{
    /// <summary>
    /// 200 once every line is accepted, questioned or refused on its own, with the cells at fault; <c>?dryRun=true</c> stores nothing. The
    /// same file again changes nothing.
    /// </summary>
    [Function(nameof(ImportMeterReadings)), Audience(Audience.Customer, Right.Readings)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "meter-readings/import")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var (caller, now) = (context.Caller(), clock.GetUtcNow());
        var (listing, judging) = (settings.Counters(cancellationToken), settings.Policy(caller.Customer, cancellationToken));
        var asked = IsDryRun(request).And(CommandHeaders.Read(request, context));
        var body = await RequestBody.Read<byte[]>(
            request, SheetReader.MaxLength, SheetProblems.TooLarge, bytes => BuffersExtensions.ToArray(bytes), cancellationToken);
        var (counters, policy) = (await listing, await judging);
        if (!asked.IsSuccess) return asked.Problem.ToHttp();
        var (dryRun, headers) = asked.Value;
        var file = body.Then(SheetReader.Read).Then(sheet => ReadingFile.Of(sheet, counters));
        if (!file.IsSuccess) return file.Problem.ToHttp();
        var entry = new ReadingEntry(caller, file.Value.Lines, ReadingSource.Import, policy, counters, now);
        if (dryRun) return Results.Ok(ReadingImportReport.Of(file.Value, await readings.Preview(entry, cancellationToken), dryRun: true));
        return await readings.Execute(
            entry,
            results => StoredResponses.Of(ReadingImportReport.Of(file.Value, results, dryRun: false)),
            headers.With(() => Convert.ToHexStringLower(SHA256.HashData(body.Value))).Idempotency,
            cancellationToken).ToHttp();
    }

    private static Result<bool> IsDryRun(HttpRequest request) => request.Query["dryRun"].ToString() switch
    {
        "" or "false" => false,
        "true" => true,
        _ => Problem.Validation("dryRun", "Valeurs possibles : true, false."),
    };
}
