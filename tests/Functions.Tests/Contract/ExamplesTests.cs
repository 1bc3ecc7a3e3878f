using System.Text.Json;
using Microsoft.OpenApi;

namespace Dfm.Functions.Tests.Contract;

/// <summary>Whoever reads the contract sees an example of everything that is sent and answered as JSON, and each is as its schema says.</summary>
public sealed class ExamplesTests
{
    [Fact]
    public async Task EveryJsonBody_HasExamples_AndEachFitsItsSchema()
    {
        var missing = new List<string>();
        var faults = new List<string>();
        foreach (var (place, media) in await Bodies())
        {
            var examples = ExamplesOf(media).ToList();
            if (examples.Count == 0) missing.Add(place);
            faults.AddRange(examples.SelectMany(example => SchemaCheck.Faults(media.Schema!, example, place)));
        }

        Assert.Empty(missing);
        Assert.Empty(faults);
    }

    /// <summary>The JSON bodies of requests and of answers that succeed, and those that webhooks get.</summary>
    private static async Task<IReadOnlyList<(string Place, IOpenApiMediaType Media)>> Bodies()
    {
        var contract = (await ContractFile.Read()).Document!;
        return
        [
            .. from path in contract.Paths.Values.Concat(contract.Webhooks!.Values)
               from operation in path.Operations ?? []
               let name = operation.Value.OperationId!
               from body in RequestOf(name, operation.Value).Concat(AnswersOf(name, operation.Value))
               where body.Type == "application/json"
               select (body.Place, body.Media),
        ];
    }

    private static IEnumerable<(string Place, string Type, IOpenApiMediaType Media)> RequestOf(string name, OpenApiOperation operation) =>
        (operation.RequestBody?.Content ?? new Dictionary<string, IOpenApiMediaType>()).Select(content => ($"{name} request", content.Key, content.Value));

    private static IEnumerable<(string Place, string Type, IOpenApiMediaType Media)> AnswersOf(string name, OpenApiOperation operation) =>
        from answer in operation.Responses ?? []
        where answer.Key.StartsWith('2')
        from content in answer.Value.Content ?? new Dictionary<string, IOpenApiMediaType>()
        select ($"{name} {answer.Key}", content.Key, content.Value);

    private static IEnumerable<JsonElement> ExamplesOf(IOpenApiMediaType media) =>
        (media.Examples ?? new Dictionary<string, IOpenApiExample>()).Values.Select(example => example.Value)
            .Append(media.Example)
            .Where(example => example is not null)
            // The reader's own mark of a null that was written.
            .Select(example => JsonElement.Parse(example!.ToJsonString().Replace(JsonNullSentinel.JsonNull.ToJsonString(), "null", StringComparison.Ordinal)));
}
