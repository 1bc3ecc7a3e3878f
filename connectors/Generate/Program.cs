using Dfm.Connectors;

// Writes the connector's definition: dotnet run --project connectors/Generate -- api/openapi.yaml connectors/power-automate/apiDefinition.swagger.json
if (args is not [var contract, var definition])
{
    await Console.Error.WriteLineAsync("Usage: Generate api/openapi.yaml connectors/power-automate/apiDefinition.swagger.json");
    return 2;
}

await File.WriteAllTextAsync(definition, await ConnectorDefinition.Generate(contract));
return 0;
