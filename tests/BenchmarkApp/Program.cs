using System.Globalization;
using Dfm.BenchmarkApp;
using Dfm.LocalHost;
using Microsoft.Extensions.Hosting;

if (args is ["--bare", var port])
{
    using var bare = App.Bare(int.Parse(port, CultureInfo.InvariantCulture));
    await bare.RunAsync();
    return;
}

await using var host = await LocalFunctionsHost.StartAsync();
using var app = App.Functions(host);
await app.RunAsync();
