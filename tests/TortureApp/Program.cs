using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Dfm.TortureApp;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddSingleton(provider => new ServiceBusClient(provider.GetRequiredService<IConfiguration>()["ServiceBus"]));
builder.Services.AddSingleton(provider =>
    new Effects(new TableClient(provider.GetRequiredService<IConfiguration>()[Effects.Setting], Effects.TableName)));
await builder.Build().RunAsync();
