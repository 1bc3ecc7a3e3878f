using Microsoft.Extensions.Configuration;
namespace Dfm.LocalHost.Worker;
internal sealed class HostJson(IConfiguration json)
{
    public string RoutePrefix => json["extensions:http:routePrefix"] ?? "api";
    public int MaxConcurrentCalls => 16;
    public bool AutoCompleteMessages => true;
    public IConfigurationSection DurableTask => json.GetSection("extensions:durableTask");
    public static HostJson Load(IConfiguration configuration, List<string> problems) =>
        new(new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "host.json")).Build());
}
