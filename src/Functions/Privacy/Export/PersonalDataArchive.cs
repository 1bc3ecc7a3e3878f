using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dfm.Functions.Http;
using Dfm.Functions.Sheets;

namespace Dfm.Functions.Privacy.Export;

/// <summary>A ZIP of what is kept about a person: each section as JSON, and as CSV for a spreadsheet.</summary>
public sealed class PersonalDataArchive(ExportedPerson person, PersonalData data) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteZip("mes-donnees.zip", async zip =>
    {
        await foreach (var section in data.Read(person, httpContext.RequestAborted))
        {
            await Add(zip, $"{section.Name}.json", JsonSerializer.SerializeToUtf8Bytes(section.Items, PortalJson.Options), httpContext);
            if (section.Items.Count == 0) continue;
            await Add(zip, $"{section.Name}.csv", Encoding.UTF8.GetBytes(SheetWriter.Csv(section.Items.Select(Row))), httpContext);
        }
    });

    private static async Task Add(ZipArchive zip, string name, byte[] content, HttpContext httpContext)
    {
        var stop = httpContext.RequestAborted;
        await using (var target = await zip.CreateEntry(name).OpenAsync(stop)) await target.WriteAsync(content, stop);
        await httpContext.Response.Body.FlushAsync(stop);
    }

    /// <summary>The fields of an item as cells; a list is one text.</summary>
    private static Dictionary<string, object?> Row(object item) => JsonSerializer.SerializeToNode(item, PortalJson.Options)!.AsObject()
        .ToDictionary(field => field.Key, field => (object?)Cell(field.Value));

    private static string Cell(JsonNode? value) => value switch
    {
        JsonArray items => string.Join(", ", items.Select(Cell)),
        JsonValue text when text.GetValueKind() is JsonValueKind.String => text.GetValue<string>(),
        _ => $"{value}",
    };
}
