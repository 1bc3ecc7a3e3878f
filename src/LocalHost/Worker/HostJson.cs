using Microsoft.Extensions.Configuration;
namespace Dfm.LocalHost.Worker;
internal sealed class HostJson(IConfiguration json)
{
    public string RoutePrefix => json["extensions:http:routePrefix"] ?? "api";
    public int MaxConcurrentCalls => json.GetValue("extensions:serviceBus:maxConcurrentCalls", 16);
    public bool AutoCompleteMessages => json.GetValue("extensions:serviceBus:autoCompleteMessages", true);
    public IConfigurationSection DurableTask => json.GetSection("extensions:durableTask");
    public static HostJson Load(IConfiguration configuration, List<string> problems) =>
        new(new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build());
}
