using Dfm.Functions;
using Dfm.LocalHost;
using Microsoft.Extensions.Hosting;

await using var host = await LocalFunctionsHost.StartAsync();
await PortalHost.CreateBuilder(args).UseLocalHost(host).Build().RunAsync();
