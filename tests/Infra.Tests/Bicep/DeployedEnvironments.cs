namespace Dfm.Infra.Tests.Bicep;

/// <summary>What would be deployed in each environment, compiled once.</summary>
public sealed class DeployedEnvironments : IAsyncLifetime
{
    private readonly Dictionary<string, Deployment> all = [];

    public Deployment this[string environment] => all[environment];

    public async ValueTask InitializeAsync()
    {
        using var template = new Template();
        foreach (var environment in Template.Environments) all[environment] = await template.Deployment(environment);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
