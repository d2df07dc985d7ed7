using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ContactCenter.Server.Platform.Data;
using ContactCenter.Server.Platform.Nodes;

namespace ContactCenter.Server.Features.Access;

static class AccessModule
{
    public const int ShortestPassword = 8;

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<CurrentUser>().AddScoped<UserLines>().AddHttpContextAccessor();
        services.AddSingleton<AccessChanges>().AddSingleton<INodeListener>(p => p.GetRequiredService<AccessChanges>()).AddSingleton<AntiforgeryTokens>().AddSingleton<UserSnapshots>();
        services.AddSingleton<IAccessObserver>(p => p.GetRequiredService<UserSnapshots>());
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>().AddSingleton<PasswordCheck>().AddSingleton<UnknownNames>().AddSingleton<Colleagues>();
        services.AddHostedService<DemoGuard>();
        builder.AddSessionCookie();
        services.AddIdentityCore<User>(options =>
        {
            // Length is what counts; rules about kinds of characters make people write passwords down.
            options.Password = new PasswordOptions
            {
                RequiredLength = ShortestPassword, RequiredUniqueChars = 4,
                RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false,
            };
        }).AddEntityFrameworkStores<AppDb>().AddTokenProvider<DataProtectorTokenProvider<User>>(TokenOptions.DefaultProvider);
        services.Configure<DataProtectionTokenProviderOptions>(o => o.TokenLifespan = TimeSpan.FromDays(3));
    }

    /// <summary>After routing, before everything that looks at a body or an id.</summary>
    public static void UseAccess(this WebApplication app) => app.UseMiddleware<Admission>();
}
