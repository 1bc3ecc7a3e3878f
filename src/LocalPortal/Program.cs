using Dfm.Functions;
using Microsoft.Extensions.Hosting;

await PortalHost.CreateBuilder(args).Build().RunAsync();
