namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function application starts.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with configuration from appsettings.json, the environment and <paramref name="args"/>.</summary>
    /// <param name="args">The command line.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
