using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.LocalHost;
using Dfm.TortureApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

await using var host = await LocalFunctionsHost.StartAsync();
var builder = FunctionsApplication.CreateBuilder(args).ConfigureFunctionsWebApplication();
builder.Services.AddSingleton(services => new ServiceBusClient(services.GetRequiredService<IConfiguration>()["ServiceBus"]));
builder.Services.AddSingleton(services => new Effects(new TableClient(services.GetRequiredService<IConfiguration>()["Effects"], "Effects")));
await builder.UseLocalHost(host).Build().RunAsync();
